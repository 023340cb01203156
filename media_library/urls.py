from django.urls import path

app_name = "media_library"
urlpatterns = []
